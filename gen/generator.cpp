#include "gen/generator.h"

#include <algorithm>
#include <optional>

#include "base/write_file.h"
#include "gen/calendar.h"
#include "gen/delivery.h"
#include "gen/incident.h"
#include "gen/noise.h"
#include "gen/trail.h"
#include "gen/world/record.h"
#include "gen/world/world.h"

namespace sigrun::gen {
namespace {

constexpr size_t kChunk = 256 * 1024;

std::optional<Error> Refuse(const Options& o) {
  if (o.events < 0 || o.bytes < 0) return Error{"events and bytes must not be negative"};
  if (o.principals < 2 || o.principals > 1'000'000) {
    return Error{"principals must be from 2 to 1,000,000"};
  }
  if (o.start.micros < 0 || o.start.micros % kMicrosPerSecond != 0) {
    return Error{"the start must be a whole second, 1970 or later"};
  }
  if (o.span < Hours(1) || o.span > Days(3660))
    return Error{"the span must be an hour to ten years"};
  if (o.incident && o.span < Hours(6))
    return Error{"an incident needs a span of six hours or more"};
  const auto share = [](double x) { return x >= 0 && x <= 1; };
  if (!share(o.duplicate_fraction) || !share(o.late_fraction)) {
    return Error{"the fractions of late and of duplicate records must be from 0 to 1"};
  }
  if (o.max_delay.micros < 0 || o.max_delay > Hours(1)) {
    return Error{"the delay must be from 0 to an hour"};
  }
  if (o.file_every < Minutes(1) || o.file_records < 1) {
    return Error{"a file must stay open for a minute and for one record at least"};
  }
  return std::nullopt;
}

bool Shows(Shape shape, const Action& action) {
  switch (shape) {
    case Shape::kMixed:
      return true;
    case Shape::kManagement:
      return !action.data;
    case Shape::kS3:
      return action.data && action.service == "s3";
  }
  return false;
}

// Merges noise and incident by time and passes them to the delivery.
class Production {
 public:
  Production(const Options& options, const Delivery::Receive& receive)
      : options_(options),
        world_(MakeWorld(options.seed, options.principals)),
        calendar_(world_, options.start, options.span),
        noise_(world_, options.seed),
        pace_(options.seed, 6),
        delivery_(options.seed,
                  {options.late_fraction, options.duplicate_fraction, options.max_delay},
                  [this, &receive](const Delivered& record) {
                    ++summary_.records;
                    summary_.bytes += static_cast<int64_t>(record.text.size()) + 1;
                    receive(record);
                  }),
        time_(options.start) {
    if (options_.events == 0 && options_.bytes == 0) options_.events = kDefaultEvents;
    if (options_.incident) {
      incident_ = MakeIncident(world_, options.seed, IncidentBegin(options.start, options.span));
    }
  }

  Summary Run() {
    const auto use = [this](const Call& call, Random& random) { Deliver(call, random); };
    while (!Done()) {
      summary_.stopped = options_.stop && options_.stop();
      if (summary_.stopped) return std::move(summary_);
      time_ = std::max(time_, Now());
      PushIncident(time_);
      noise_.Turn(time_, use);
    }
    PushIncident(Timestamp{INT64_MAX});
    delivery_.Finish();
    summary_.incident = std::ssize(incident_.records);
    summary_.duplicates = delivery_.duplicates();
    summary_.truth = {options_.seed,    options_.start,      options_.span,
                      summary_.records, summary_.duplicates, std::move(incident_.steps)};
    return std::move(summary_);
  }

 private:
  bool Done() const {
    return (options_.events > 0 && made_ >= options_.events) ||
           (options_.bytes > 0 && summary_.bytes >= options_.bytes);
  }

  // The time up to which the work is done; the two limits share the activity of the span.
  Timestamp Now() {
    Timestamp now = options_.start;
    const uint64_t jitter = pace_.Below(1024);
    if (options_.events > 0) {
      now = calendar_.At(static_cast<uint64_t>(made_) * 1024 + jitter,
                         static_cast<uint64_t>(options_.events) * 1024);
    }
    if (options_.bytes > 0) {
      const auto whole = static_cast<uint64_t>(options_.bytes);
      const uint64_t done = std::min(static_cast<uint64_t>(summary_.bytes) + jitter, whole - 1);
      now = std::max(now, calendar_.At(done, whole));
    }
    return now;
  }

  void Deliver(const Call& call, Random& random) {
    if (!Shows(options_.shape, *call.action)) return;
    ++made_;
    text_.clear();
    AppendRecord(call, random, text_);
    delivery_.Push({call.time, call.account, RegionOf(call), text_});
  }

  void PushIncident(Timestamp until) {
    for (; next_ < incident_.records.size() && incident_.records[next_].time <= until; ++next_) {
      const IncidentRecord& record = incident_.records[next_];
      delivery_.Push({record.time, record.account, record.region, record.text});
    }
  }

  Options options_;
  World world_;
  Calendar calendar_;
  Noise noise_;
  Random pace_;
  Summary summary_;
  Delivery delivery_;
  Timestamp time_;
  Incident incident_;
  size_t next_ = 0;  // of the incident's records
  int64_t made_ = 0;
  std::string text_;
};

}  // namespace

Result<Summary> Generate(const Options& options, const Sink& sink) {
  if (auto error = Refuse(options)) return *error;
  std::string chunk;
  chunk.reserve(kChunk + 16 * 1024);
  const Delivery::Receive receive = [&](const Delivered& record) {
    chunk.append(record.text).append("\n");
    if (chunk.size() < kChunk) return;
    sink(chunk);
    chunk.clear();
  };
  Summary summary = Production(options, receive).Run();
  if (!chunk.empty()) sink(chunk);
  return summary;
}

Result<Summary> GenerateTrail(const Options& options, const std::string& folder) {
  if (auto error = Refuse(options)) return *error;
  TrailWriter writer(folder, options.seed, options.file_every, options.file_records);
  Options until_failed = options;
  until_failed.stop = [&] { return writer.failed() || (options.stop && options.stop()); };
  const Delivery::Receive receive = [&](const Delivered& record) { writer.Add(record); };
  Summary summary = Production(until_failed, receive).Run();
  const Status status = writer.Finish();
  if (!status) return status.error();
  summary.files = writer.files();
  return summary;
}

Result<Summary> Generate(const Options& options, const std::string& path) {
  if (options.layout == Layout::kTrail) return GenerateTrail(options, path);
  if (auto error = Refuse(options)) return *error;
  Result<OutputFile> file = OutputFile::Open(path);
  if (!file) return file.error();
  Options until_failed = options;
  until_failed.stop = [&] { return file->failed() || (options.stop && options.stop()); };
  Result<Summary> summary =
      Generate(until_failed, [&](std::string_view lines) { file->Write(lines); });
  // An interrupted run leaves nothing behind.
  if (!file->failed() && (!summary || summary->stopped)) return summary;
  if (const Status written = file->Commit(); !written) return written.error();
  return summary;
}

}  // namespace sigrun::gen
