// Synthetic CloudTrail: a seeded stream of the records of a company with some dozens of principals,
// optionally with one intrusion hidden in it, and a description of that intrusion.
//
// The same seed and options give the same bytes with every compiler and on every machine; only the
// gzip form of a trail depends on the version of libdeflate. Nothing reads the system clock.
//
// The noise is harmless: each principal keeps to its own actions, resources, roles, addresses and
// hours, and uses all of them in its first dozen or two calls, which by default are within three
// days. It contains no root use, no CreateAccessKey, no chained or denied AssumeRole, no egress.
// Activity per principal grows with the volume: for more events, use more principals, about one for
// each 1,500.
//
// Addresses are from the ranges reserved for documentation. Only the intruder uses 198.51.100.0/24
// and 2001:db8:bad::/48.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time/event_time.h"

namespace sigrun::gen {

enum class Layout {
  kFile,   // one file, one record per line (NDJSON)
  kTrail,  // a folder as CloudTrail delivers to S3, files of {"Records":[…]}, gzip
};

// Which calls of the company are written.
enum class Shape {
  kMixed,       // all
  kManagement,  // management events
  kS3,          // data events of S3
};

inline constexpr int64_t kDefaultEvents = 60'000;

struct Options {
  uint64_t seed = 1;
  // Noise stops at whichever limit is reached first; 0 is no limit. Both 0: kDefaultEvents events.
  // The incident (some 2,800 records) and the duplicates are added to `events`.
  int64_t events = 0;
  int64_t bytes = 0;                       // of plain NDJSON
  Timestamp start{1'793'491'200'000'000};  // 2026-11-01T00:00:00Z, a Sunday; whole seconds
  Duration span = Days(16);                // at least an hour; with an incident, six
  int principals = 40;                     // 2 … 1,000,000
  Shape shape = Shape::kMixed;             // of the noise; an incident is written as a whole
  bool incident = false;                   // at 90 % of the span, at night if possible
  double duplicate_fraction = 0.005;       // records delivered twice, the same eventID
  double late_fraction = 0.14;             // records delivered after younger ones
  Duration max_delay = Minutes(4);         // of a late record or a second copy, at most
  Layout layout = Layout::kFile;           // for Generate(options, path)
  Duration file_every = Minutes(10);       // kTrail: files are closed at each multiple of this …
  int file_records = 50;                   // … or at this many records
  std::function<bool()> stop;              // called occasionally: whether to stop
};

// A part of the incident.
struct Step {
  std::string name;       // bulk_object_egress
  std::string signal;     // root_use create_access_key assume_role s3_access s3_egress api_spike
  std::string technique;  // ATT&CK: T1530
  std::string actor;      // canonical: session issuer's ARN for a role session, else the ARN
  std::string arn;        // userIdentity.arn; empty where no record has one
  std::string address;    // sourceIPAddress
  std::string account;    // where it was recorded; the caller's account if in two
  Timestamp start, end;   // eventTime of the first and the last record
  std::vector<std::string> event_ids;
};

struct Truth {
  uint64_t seed = 0;
  Timestamp start;  // of the whole output
  Duration span;
  int64_t records = 0;      // all, with incident and duplicates
  int64_t duplicates = 0;   // second copies among them
  std::vector<Step> steps;  // in order of time; empty without incident
};

struct Summary {
  int64_t records = 0;     // written, with incident and duplicates
  int64_t incident = 0;    // of the incident, without second copies
  int64_t duplicates = 0;  // second copies
  int64_t bytes = 0;       // uncompressed: NDJSON with line ends
  int64_t files = 0;       // of a trail
  bool stopped = false;    // options.stop returned true: the output is incomplete
  Truth truth;
};

// Receives whole lines, each with its line end, in chunks of about 256 KiB.
using Sink = std::function<void(std::string_view)>;

// Writes NDJSON in order of delivery: by time except for the late records. Memory is constant (what
// can be delayed within max_delay, and the incident). Error: options out of range.
Result<Summary> Generate(const Options& options, const Sink& sink);

// Writes AWSLogs/<account>/CloudTrail/<region>/yyyy/mm/dd/<account>_CloudTrail_<region>_<when>_<16
// characters>.json.gz below `folder`, which is created if needed. Error: options, or a file that
// cannot be written.
Result<Summary> GenerateTrail(const Options& options, const std::string& folder);

// One of the two, by options.layout; kFile writes the file `path`.
Result<Summary> Generate(const Options& options, const std::string& path);

// The truth as JSON, indented, with a final line end.
std::string TruthJson(const Truth& truth);

}  // namespace sigrun::gen
