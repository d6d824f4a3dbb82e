// For tests: archives, and text in the rarer compression formats.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"

namespace sigrun::testing {

using Members = std::vector<std::pair<std::string, std::string>>;  // path and contents

// `add_format` and `add_filter` are functions of libarchive, such as archive_write_set_format_zip.
template <class AddFormat, class AddFilter>
std::string Archive(AddFormat add_format, AddFilter add_filter, const Members& members) {
  struct archive* const writer = archive_write_new();
  add_format(writer);
  add_filter(writer);
  std::string bytes(size_t{64} << 20, '\0');
  size_t used = 0;
  archive_write_set_bytes_in_last_block(writer, 1);
  SIGRUN_CHECK(archive_write_open_memory(writer, bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
  for (const auto& [path, contents] : members) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, path.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(contents.size()));
    SIGRUN_CHECK(archive_write_header(writer, entry) == ARCHIVE_OK);
    archive_write_data(writer, contents.data(), contents.size());
    archive_entry_free(entry);
  }
  SIGRUN_CHECK(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

inline std::string Tar(const Members& members) {
  return Archive(archive_write_set_format_gnutar, archive_write_add_filter_none, members);
}
inline std::string Zip(const Members& members) {
  return Archive(archive_write_set_format_zip, archive_write_add_filter_none, members);
}
// One text, with a filter of libarchive such as archive_write_add_filter_xz.
template <class AddFilter>
std::string Packed(AddFilter add_filter, const std::string& text) {
  return Archive(archive_write_set_format_raw, add_filter, {{"data", text}});
}

}  // namespace sigrun::testing
