#include <algorithm>

#include "runtime/alert/ocsf.h"
#include "stdlib/native/basic/ip.h"

namespace sigrun::alert {
namespace {

struct Type {
  int id;
  const char* name;
};
constexpr Type kHostname = {1, "Hostname"}, kIpAddress = {2, "IP Address"},
               kUserName = {4, "User Name"}, kEmail = {5, "Email Address"},
               kUrl = {6, "URL String"}, kResource = {10, "Resource UID"},
               kUserAgent = {16, "HTTP User-Agent"}, kCredential = {19, "User Credential ID"},
               kOther = {99, "Other"};

bool EndsWith(std::string_view name, std::string_view end) {
  return name.size() >= end.size() &&
         std::equal(end.begin(), end.end(), name.end() - static_cast<std::ptrdiff_t>(end.size()),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find_first_of(" /:<>", 0) == std::string_view::npos;
}

// The form of the value takes precedence over the name of the field.
Type TypeOf(std::string_view name, const Datum& datum) {
  const std::string_view text = datum.text;
  if (datum.kind != Kind::kString) return kOther;
  if (stdlib::native::ParseIp(text)) return kIpAddress;
  if (text.starts_with("arn:")) return kResource;
  if (text.starts_with("https://") || text.starts_with("http://")) return kUrl;
  if (EndsWith(name, "userAgent")) return kUserAgent;
  if (EndsWith(name, "accessKeyId") || name == "new_key_id") return kCredential;
  if (IsEmail(text)) return kEmail;
  if (EndsWith(name, "userName") || name == "actor_name" || name == "new_key_owner")
    return kUserName;
  if (EndsWith(name, "bucketName") || name == "s3_bucket") return kResource;
  if (EndsWith(name, "sourceIPAddress") && text.find('.') != std::string_view::npos)
    return kHostname;  // the name of a service
  return kOther;
}

}  // namespace

JsonWriter OcsfObservables(const Alert& alert) {
  JsonWriter json;
  for (const NamedData* data : {&alert.group, &alert.values})
    for (const auto& [name, datum] : *data) {
      if (datum.kind == Kind::kAbsent) continue;
      if (json.empty()) json.Open('[');
      const Type type = TypeOf(name, datum);
      json.Open('{').Key("name").Text(name);
      json.Key("type_id").Int(type.id).Key("type").Text(type.name);
      json.Key("value").Text(datum.text).Close('}');
    }
  if (!json.empty()) json.Close(']');
  return json;
}

}  // namespace sigrun::alert
