#include "engine/file_account.h"

#include <fmt/format.h>

namespace sigrun::engine {

FileAccount::Outcomes FileAccount::Outcomes::Of(const Ledger& ledger) {
  return {ledger.records(), ledger.rejected(), ledger.not_an_event(event::NotEventKind::kUnknown),
          ledger.not_an_event()};
}

bool FileAccount::Wants(DayFilter::Verdict verdict) {
  switch (verdict) {
    case DayFilter::Verdict::kRead:
      return true;
    case DayFilter::Verdict::kSkip:
      ++result_.files_of_other_days;
      return false;
    case DayFilter::Verdict::kReadForState:
      if (result_.other_days_read++ == 0) result_.rules_that_need_them = days_.needing();
      return true;
  }
  return true;
}

uint32_t FileAccount::Begin(const std::string& name, const io::DocumentStart& start) {
  name_ = name;
  start_ = start;
  before_ = Outcomes::Of(pipeline_.ledger());
  return pipeline_.BeginFile(name, !start.other_log.empty());
}

void FileAccount::End(bool complete) {
  if (complete) Judge(Outcomes::Of(pipeline_.ledger()) - before_);
}

void FileAccount::Cut(const Error& error, uint64_t records) {
  Fail({fmt::format("{}; {} records before it were read", error.message, records)});
}

void FileAccount::Fail(const Error& error) {
  ++result_.files_failed;
  if (result_.file_errors.size() < ScanResult::kMostErrors) result_.file_errors.push_back(error);
}

void FileAccount::Judge(const Outcomes& outcomes) {
  if (outcomes.Unreadable())
    return Fail({fmt::format("'{}': no record could be read: {}", name_,
                             io::DescribeUnreadable(start_.bytes))});
  ++result_.files_read;
  if (outcomes.HasEvents()) return;
  if (!start_.other_log.empty())
    Other(std::string(start_.other_log));
  else if (outcomes.OtherJson())
    Other("JSON without a CloudTrail record");
}

void FileAccount::Other(const std::string& kind) {
  OtherLogs& logs = result_.other_logs[kind];
  if (logs.files++ == 0) logs.example = name_;
  if (!options_.strict_input) return;
  --result_.files_read;
  Fail({fmt::format("'{}' is another kind of log ({}), which --strict-input does not allow", name_,
                    kind)});
}

}  // namespace sigrun::engine
