#include "gen/template/template.h"

#include "base/check.h"
#include "base/text/ascii.h"
#include "gen/template/identity.h"
#include "gen/template/text.h"

namespace sigrun::gen {

enum class Slot : uint8_t {
  kNone,
  kAccount,
  kRegion,
  kActor,
  kUser,
  kTime,
  kExpiry,
  kResource,
  kOwner,    // account of the resource
  kRoleArn,  // of the resource
  kRoleId,   // of the resource
  kResUuid,  // a UUID that belongs to the resource
  kResHex,   // eight hexadecimal digits that belong to the resource
  kKey,
  kSession,
  kNewKey,
  kOutcome,  // of a console login
  kMfa,
  kOut,  // ,"bytesTransferredOut":… of a read that succeeded
  kUuid,
  kHex8,
  kHex17,
  kHex32,
  kId2,    // x-amz-id-2
  kToken,  // session token
  kN1,
  kN3,
  kN5,
  kOctet,  // 1 … 254
};

namespace {

struct Name {
  std::string_view name;
  Slot slot;
};

constexpr Name kNames[] = {
    {"account", Slot::kAccount}, {"region", Slot::kRegion},   {"actor", Slot::kActor},
    {"user", Slot::kUser},       {"time", Slot::kTime},       {"expiry", Slot::kExpiry},
    {"res", Slot::kResource},    {"owner", Slot::kOwner},     {"rolearn", Slot::kRoleArn},
    {"roleid", Slot::kRoleId},   {"resuuid", Slot::kResUuid}, {"reshex", Slot::kResHex},
    {"key", Slot::kKey},         {"session", Slot::kSession}, {"newkey", Slot::kNewKey},
    {"outcome", Slot::kOutcome}, {"mfa", Slot::kMfa},         {"out", Slot::kOut},
    {"uuid", Slot::kUuid},       {"hex8", Slot::kHex8},       {"hex17", Slot::kHex17},
    {"hex32", Slot::kHex32},     {"id2", Slot::kId2},         {"token", Slot::kToken},
    {"n1", Slot::kN1},           {"n3", Slot::kN3},           {"n5", Slot::kN5},
    {"octet", Slot::kOctet},
};

Slot SlotNamed(std::string_view name) {
  for (const Name& row : kNames) {
    if (row.name == name) return row.slot;
  }
  CheckFailed(__FILE__, __LINE__, "a template names a slot that exists");
}

bool InName(char c) { return IsAsciiLower(c) || IsDigit(c); }

// Most objects are small; one in two hundred has megabytes.
int64_t ObjectSize(Random& random) {
  const uint64_t shift = random.Chance(1, 200) ? 20 : 9 + random.Below(8);
  return static_cast<int64_t>((uint64_t{1} << shift) + random.Below(uint64_t{1} << shift));
}

// Some trails write an integer, some a float.
void AppendBytesOut(const Call& call, Random& random, std::string& out) {
  if (!call.error_code.empty()) return;
  const int64_t size = call.bytes_out >= 0 ? call.bytes_out : ObjectSize(random);
  out += R"(,"bytesTransferredOut":)";
  AppendInt(size, out);
  if (random.Chance(1, 2)) out += ".0";
}

// A slot whose value the call provides.
void AppendGiven(Slot slot, const Call& call, std::string& out) {
  switch (slot) {
    case Slot::kAccount:
      out += call.account;
      break;
    case Slot::kRegion:
      out += call.region;
      break;
    case Slot::kActor:
      out += call.actor;
      break;
    case Slot::kUser:
      out += call.user;
      break;
    case Slot::kTime:
      AppendTime(call.time, out);
      break;
    case Slot::kExpiry:
      AppendExpiry(call.time + Hours(1), out);
      break;
    case Slot::kResource:
      out += call.resource;
      break;
    case Slot::kOwner:
      out += call.resource_account;
      break;
    case Slot::kRoleArn:
      out += RoleArn(call.resource_account, call.resource_path, call.resource);
      break;
    case Slot::kRoleId:
      out += StableId("AROA", call.resource_account, call.resource);
      break;
    case Slot::kResUuid:
      out += StableUuid(call.resource);
      break;
    case Slot::kResHex:
      out.append(StableUuid(call.resource), 0, 8);
      break;
    case Slot::kKey:
      out += call.key;
      break;
    case Slot::kSession:
      out += call.session;
      break;
    case Slot::kNewKey:
      out += call.new_key;
      break;
    case Slot::kOutcome:
      out += call.error_message.empty() ? "Success" : "Failure";
      break;
    case Slot::kMfa:
      out += call.mfa ? "Yes" : "No";
      break;
    default:
      break;
  }
}

}  // namespace

Template::Template(std::string_view text) {
  size_t literal = 0, at = 0;
  while ((at = text.find('$', at)) != std::string_view::npos) {
    size_t end = at + 1;
    while (end < text.size() && InName(text[end])) ++end;
    if (end == at + 1) {  // a plain dollar
      at = end;
      continue;
    }
    pieces_.push_back(
        {text.substr(literal, at - literal), SlotNamed(text.substr(at + 1, end - at - 1))});
    literal = at = end;
  }
  if (literal < text.size()) pieces_.push_back({text.substr(literal), Slot::kNone});
}

void Template::Append(const Call& call, Random& random, std::string& out) const {
  for (const Piece& piece : pieces_) {
    out += piece.literal;
    switch (piece.slot) {
      case Slot::kOut:
        AppendBytesOut(call, random, out);
        break;
      case Slot::kUuid:
        AppendUuid(random, out);
        break;
      case Slot::kHex8:
        AppendHex(random, 8, out);
        break;
      case Slot::kHex17:
        AppendHex(random, 17, out);
        break;
      case Slot::kHex32:
        AppendHex(random, 32, out);
        break;
      case Slot::kId2:
        AppendBase64(random, 75, out);
        out += '=';
        break;
      case Slot::kToken:
        AppendBase64(random, 320, out);
        break;
      case Slot::kN1:
        AppendInt(random.Between(1, 9), out);
        break;
      case Slot::kN3:
        AppendInt(random.Between(10, 999), out);
        break;
      case Slot::kN5:
        AppendInt(random.Between(1000, 99999), out);
        break;
      case Slot::kOctet:
        AppendInt(random.Between(1, 254), out);
        break;
      default:
        AppendGiven(piece.slot, call, out);
        break;
    }
  }
}

}  // namespace sigrun::gen
