#include "runtime/io/content.h"

#include <algorithm>
#include <array>

#include "base/text/ascii.h"
#include "runtime/io/archive.h"
#include "runtime/io/gzip.h"
#include "runtime/io/zstd.h"

namespace sigrun::io {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  Foreign foreign;
};
constexpr std::string_view kToUtf8 =
    "convert it to UTF-8 first: iconv -f UTF-16 -t UTF-8 (or -f UTF-32)";
constexpr std::string_view kToLines = "convert it to JSON lines first";
constexpr std::string_view kUnpack = "unpack it first";
constexpr Magic kMagics[] = {
    {"\xFF\xFE\0\0"sv, {"UTF-32", kToUtf8}},
    {"\0\0\xFE\xFF"sv, {"UTF-32", kToUtf8}},
    {"\xFF\xFE"sv, {"UTF-16", kToUtf8}},
    {"\xFE\xFF"sv, {"UTF-16", kToUtf8}},
    {"{\0"sv, {"UTF-16", kToUtf8}},
    {"[\0"sv, {"UTF-16", kToUtf8}},
    {"\0{\0"sv, {"UTF-16", kToUtf8}},
    {"\0[\0"sv, {"UTF-16", kToUtf8}},
    {"PAR1"sv, {"Parquet", kToLines}},
    {"Obj\x01"sv, {"Avro", kToLines}},
    {"ORC"sv, {"ORC", kToLines}},
    {"SQLite format 3\0"sv, {"an SQLite database", kToLines}},
    {"ElfFile\0"sv, {"a Windows event log (EVTX)", kToLines}},
    {"%PDF-"sv, {"PDF", "use the log itself"}},
    {"7z\xBC\xAF\x27\x1C"sv, {"a 7z archive", kUnpack}},
    {"Rar!\x1A\x07"sv, {"a rar archive", kUnpack}},
    {"\x1F\x9D"sv, {"compressed by compress (.Z)", kUnpack}},
    {"PK\x05\x06"sv, {"a zip archive without members", "create it again"}},
};

constexpr Foreign kHtml{"HTML", "perhaps an error page or a login page: download the log again"};
constexpr Foreign kXml{"XML", kToLines};
constexpr Foreign kCsv{"CSV", "convert it to JSON lines first, one object for each row"};
constexpr Foreign kBinary{"binary", "check that it is the log"};
constexpr Foreign kText{"text that is not JSON", "logs must be JSON: convert them"};
constexpr Foreign kBrokenJson{"JSON that cannot be read",
                              "check the rejected records, and download it again"};

std::string_view TrimFront(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, std::min(text.find('\n'), text.find('\r')));
}

bool StartsWithFolded(std::string_view text, std::string_view prefix) {
  return EqualAsciiFolded(text.substr(0, prefix.size()), prefix);
}

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// The words of a line, up to the size of the array.
using Words = std::array<std::string_view, 16>;
size_t Split(std::string_view line, Words& words) {
  size_t count = 0;
  while (count < words.size() && !line.empty()) {
    const size_t end = std::min(line.find(' '), line.size());
    words[count++] = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return count;
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}
// 2026-01-05T10:00:00
bool IsTime(std::string_view text) {
  return text.size() >= 19 && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
         IsNumber(text.substr(0, 4));
}

bool IsClassicElb(std::string_view start) {
  Words words;
  const std::string_view line = FirstLine(start);
  if (line.starts_with("Enable AccessLog for ELB")) return true;
  return Split(line, words) >= 12 && IsTime(words[0]) && Holds(words[2], ":") &&
         (Holds(words[3], ":") || words[3] == "-") && IsNumber(words[7]);
}

bool IsLoadBalancer(std::string_view start, std::string_view path, size_t time, size_t name) {
  Words words;
  return Split(FirstLine(start), words) > name && IsTime(words[time]) &&
         words[name].starts_with(path);
}
bool IsAlb(std::string_view start) {
  Words words;
  const std::string_view line = FirstLine(start);
  if (line.starts_with("Enable AccessLog for ALB")) return true;
  constexpr std::array kTypes = {"http"sv, "https"sv, "h2"sv, "grpcs"sv, "ws"sv, "wss"sv};
  return Split(line, words) > 2 &&
         std::find(kTypes.begin(), kTypes.end(), words[0]) != kTypes.end() &&
         IsLoadBalancer(start, "app/", 1, 2);
}
bool IsNlb(std::string_view start) { return IsLoadBalancer(start, "net/", 2, 3); }

bool IsVpcFlow(std::string_view start) {
  Words words;
  const std::string_view line = FirstLine(start);
  if (Holds(line, "srcaddr") && Holds(line, "dstaddr")) return true;
  return Split(line, words) >= 14 && IsNumber(words[0]) && words[1].size() == 12 &&
         IsNumber(words[1]) && words[2].starts_with("eni-");
}

// owner bucket [06/Feb/2019:00:00:38 +0000] …
bool IsS3Access(std::string_view start) {
  Words words;
  if (Split(FirstLine(start), words) < 10) return false;
  return words[0].size() == 64 && words[2].starts_with('[') && words[3].ends_with(']');
}

bool IsCloudFront(std::string_view start) {
  return start.starts_with("#Version: ") && Holds(start, "#Fields: ");
}

bool IsConfig(std::string_view start) {
  return start.starts_with("{\"fileVersion\":") &&
         (Holds(start, "\"configSnapshotId\":") || Holds(start, "\"configurationItems\":"));
}
bool IsDigest(std::string_view start) {
  return start.starts_with("{\"awsAccountId\":") && Holds(start, "\"digestStartTime\":");
}
bool IsWaf(std::string_view start) {
  return start.starts_with("{\"timestamp\":") && Holds(start, "\"webaclId\":");
}
bool IsResolver(std::string_view start) {
  return start.starts_with("{\"version\":") && Holds(start, "\"query_timestamp\":");
}
bool IsGuardDuty(std::string_view start) {
  return start.starts_with("{\"schemaVersion\":") && Holds(start, "arn:aws") &&
         Holds(start, ":guardduty:");
}

struct OtherLog {
  std::string_view name;
  bool (*is)(std::string_view start);
};
constexpr OtherLog kOtherLogs[] = {
    {"ELB access log", IsClassicElb},
    {"ALB access log", IsAlb},
    {"NLB access log", IsNlb},
    {"VPC flow log", IsVpcFlow},
    {"S3 access log", IsS3Access},
    {"CloudFront access log", IsCloudFront},
    {"AWS Config", IsConfig},
    {"CloudTrail digest", IsDigest},
    {"WAF log", IsWaf},
    {"Route 53 Resolver query log", IsResolver},
    {"GuardDuty finding", IsGuardDuty},
};

bool LooksLikeCsv(std::string_view line) {
  return std::any_of(std::begin(",;\t"), std::end(",;\t") - 1, [&](char separator) {
    return std::count(line.begin(), line.end(), separator) >= 2;
  });
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\x1b') || byte == 0x7F;
}

}  // namespace

Packing PackingOf(std::string_view start) {
  if (IsGzip(start)) return Packing::kGzip;
  if (IsZstd(start)) return Packing::kZstd;
  if (start.starts_with("PK\x03\x04")) return Packing::kZip;
  for (const std::string_view magic : {"\xFD"
                                       "7zXZ\0"sv,
                                       "BZh"sv, "\x04\x22\x4D\x18"sv})
    if (start.starts_with(magic)) return Packing::kOtherCompression;
  return IsTar(start) ? Packing::kTar : Packing::kNone;
}

const Foreign* FindForeign(std::string_view start) {
  for (const Magic& magic : kMagics)
    if (start.starts_with(magic.bytes)) return &magic.foreign;
  return nullptr;
}

const Foreign& GuessForeign(std::string_view start) {
  if (std::any_of(start.begin(), start.end(), IsControl)) return kBinary;
  const std::string_view text = TrimFront(start);
  if (text.starts_with('{') || text.starts_with('[')) return kBrokenJson;
  if (StartsWithFolded(text, "<!doctype html") || StartsWithFolded(text, "<html")) return kHtml;
  if (text.starts_with('<')) return kXml;
  return LooksLikeCsv(FirstLine(text)) ? kCsv : kText;
}

std::string_view OtherLogOf(std::string_view start) {
  for (const OtherLog& log : kOtherLogs)
    if (log.is(start)) return log.name;
  return {};
}

}  // namespace sigrun::io
