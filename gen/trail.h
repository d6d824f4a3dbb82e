// A folder with the layout of a CloudTrail delivery to S3.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time/event_time.h"
#include "gen/delivery.h"
#include "gen/template/random.h"

struct libdeflate_compressor;

namespace sigrun::gen {

class TrailWriter {
 public:
  // A file is closed at the next multiple of `every` after its first record, or when it has
  // `most` records.
  TrailWriter(std::string folder, uint64_t seed, Duration every, int most);
  ~TrailWriter();
  TrailWriter(const TrailWriter&) = delete;
  TrailWriter& operator=(const TrailWriter&) = delete;

  void Add(const Delivered& record);
  Status Finish();  // writes the open files; returns the first error

  int64_t files() const { return files_; }
  bool failed() const { return !status_.ok(); }

 private:
  struct File {
    std::string text;
    int records = 0;
  };
  using Place = std::pair<std::string, std::string>;  // account, region

  void CloseAll(Timestamp when);
  void Close(const Place& place, File& file, Timestamp when);
  void WriteCompressed(const std::string& path, const std::string& text);

  std::string folder_;
  Random random_;
  Duration every_;
  int most_;
  libdeflate_compressor* compressor_;
  std::map<Place, File> open_;
  Timestamp boundary_{INT64_MIN};  // when the open files are closed
  std::string made_;               // the folder created last
  std::string compressed_;
  int64_t files_ = 0;
  Status status_ = Ok();
};

}  // namespace sigrun::gen
