#include "gen/trail.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <filesystem>
#include <system_error>

#include "base/check.h"
#include "base/write_file.h"
#include "gen/template/text.h"

namespace sigrun::gen {

TrailWriter::TrailWriter(std::string folder, uint64_t seed, Duration every, int most)
    : folder_(std::move(folder)),
      random_(seed, 5),
      every_(every),
      most_(most),
      compressor_(libdeflate_alloc_compressor(6)) {
  SIGRUN_CHECK(compressor_ != nullptr);
}

TrailWriter::~TrailWriter() { libdeflate_free_compressor(compressor_); }

void TrailWriter::Add(const Delivered& record) {
  if (record.when >= boundary_) {
    CloseAll(boundary_);
    boundary_ = Timestamp{(record.when.micros / every_.micros + 1) * every_.micros};
  }
  const Place place(record.account, record.region);
  File& file = open_[place];
  file.text.append(file.records == 0 ? "{\"Records\":[" : ",").append(record.text);
  if (++file.records >= most_) Close(place, file, record.when);
}

Status TrailWriter::Finish() {
  CloseAll(boundary_);
  return status_;
}

void TrailWriter::CloseAll(Timestamp when) {
  for (auto& [place, file] : open_) {
    if (file.records > 0) Close(place, file, when);
  }
}

void TrailWriter::Close(const Place& place, File& file, Timestamp when) {
  const auto& [account, region] = place;
  const CivilTime at = ToCivil(when);
  const std::string folder = fmt::format("{}/AWSLogs/{}/CloudTrail/{}/{:04}/{:02}/{:02}", folder_,
                                         account, region, at.year, at.month, at.day);
  if (folder != made_) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error && status_.ok()) status_ = Error{"cannot make `" + folder + "`: " + error.message()};
    made_ = folder;
  }
  std::string path = fmt::format("{}/{}_CloudTrail_{}_{:04}{:02}{:02}T{:02}{:02}Z_", folder,
                                 account, region, at.year, at.month, at.day, at.hour, at.minute);
  AppendBase62(random_, 16, path);
  path += ".json.gz";
  file.text += "]}";
  WriteCompressed(path, file.text);
  file.text.clear();
  file.records = 0;
}

void TrailWriter::WriteCompressed(const std::string& path, const std::string& text) {
  compressed_.resize(libdeflate_gzip_compress_bound(compressor_, text.size()));
  const size_t size = libdeflate_gzip_compress(compressor_, text.data(), text.size(),
                                               compressed_.data(), compressed_.size());
  SIGRUN_CHECK(size > 0);
  if (status_.ok()) status_ = WriteFile(path, {compressed_.data(), size});
  ++files_;
}

}  // namespace sigrun::gen
