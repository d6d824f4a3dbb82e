// The files of a scan: which of them are read, what each of them was, and what went wrong. In the
// order of the files.
#pragma once

#include <cstdint>
#include <string>

#include "engine/day_filter.h"
#include "engine/pipeline.h"
#include "engine/scan.h"
#include "runtime/io/input.h"

namespace sigrun::engine {

class FileAccount {
 public:
  // All must outlive the account.
  FileAccount(const DayFilter& days, const Options& options, Pipeline& pipeline, ScanResult& result)
      : days_(days), options_(options), pipeline_(pipeline), result_(result) {}

  // Counts the verdict on a file or on a member of an archive; false if it is not read.
  bool Wants(DayFilter::Verdict verdict);
  // A document begins; returns its number, the `Origin::file` of its records.
  uint32_t Begin(const std::string& name, const io::DocumentStart& start);
  // All of its records were given to the pipeline. `complete`: Cut does not follow.
  void End(bool complete);
  // `records`: of the document.
  void Cut(const Error& error, uint64_t records);
  void Fail(const Error& error);

 private:
  // The counts of the records of a document.
  struct Outcomes {
    uint64_t records, rejected, unknown, others;

    static Outcomes Of(const Ledger& ledger);
    friend Outcomes operator-(const Outcomes& a, const Outcomes& b) {
      return {a.records - b.records, a.rejected - b.rejected, a.unknown - b.unknown,
              a.others - b.others};
    }
    bool HasEvents() const { return records > rejected + others; }
    bool Unreadable() const { return records > 0 && records == rejected; }
    bool OtherJson() const { return records > 0 && records == unknown; }
  };

  void Judge(const Outcomes& outcomes);
  void Other(const std::string& kind);

  const DayFilter& days_;
  const Options& options_;
  Pipeline& pipeline_;
  ScanResult& result_;
  std::string name_;  // of the document that is being read
  io::DocumentStart start_;
  Outcomes before_{};
};

}  // namespace sigrun::engine
