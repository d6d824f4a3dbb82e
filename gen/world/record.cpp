#include "gen/world/record.h"

#include "gen/template/text.h"
#include "gen/world/actions.h"

namespace sigrun::gen {
namespace {

constexpr std::string_view kGlobalRegion = "us-east-1";

// The version depends on the service: services adopt versions at different times.
std::string_view EventVersion(const Action& action) {
  constexpr std::string_view kVersions[] = {"1.08", "1.11", "1.09", "1.10", "1.11"};
  return kVersions[(action.service.size() * 7 + static_cast<size_t>(action.service[0])) % 5];
}

void AppendBool(std::string_view name, bool value, std::string& out) {
  out.append(",\"").append(name).append(value ? "\":true" : "\":false");
}

void AppendErrors(const Call& call, std::string& out) {
  if (!call.error_code.empty()) AppendMember("errorCode", call.error_code, out);
  if (!call.error_message.empty()) AppendMember("errorMessage", call.error_message, out);
}

void AppendBody(const Call& call, Random& random, std::string& out) {
  const Action& action = *call.action;
  out += ",\"requestParameters\":";
  if (call.null_request) {
    out += "null";
  } else {
    action.request.Append(call, random, out);
  }
  out += ",\"responseElements\":";
  if (call.error_code.empty()) {
    action.response.Append(call, random, out);
  } else {
    out += "null";
  }
  if (action.additional.empty()) return;
  out += ",\"additionalEventData\":";
  action.additional.Append(call, random, out);
}

void AppendIds(const Call& call, Random& random, std::string& out) {
  const bool sign_in = call.action->service == "signin";
  if (!sign_in) {
    out += ",\"requestID\":\"";
    if (call.action->service == "s3") {
      AppendBase32(random, 16, out);
    } else {
      AppendUuid(random, out);
    }
    out += '"';
  }
  out += ",\"eventID\":\"";
  if (call.event_id.empty()) {
    AppendUuid(random, out);
  } else {
    out += call.event_id;
  }
  out += '"';
}

void AppendTls(const Call& call, std::string& out) {
  const Action& action = *call.action;
  out += R"(,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",)"
         R"("clientProvidedHostHeader":")";
  if (action.service == "signin") {
    out += "signin.aws.amazon.com";
  } else {
    if (action.service == "s3" && !call.resource.empty()) out.append(call.resource).append(".");
    out.append(action.service).append(".");
    if (!action.global) out.append(call.region).append(".");
    out += "amazonaws.com";
  }
  out += "\"}";
}

}  // namespace

std::string_view RegionOf(const Call& call) {
  return call.action->global ? kGlobalRegion : call.region;
}

void AppendMember(std::string_view name, std::string_view value, std::string& out) {
  out.append(",\"").append(name).append("\":\"").append(value).append("\"");
}

void AppendRecord(const Call& call, Random& random, std::string& out) {
  const Action& action = *call.action;
  out.append("{\"eventVersion\":\"").append(EventVersion(action)).append("\",\"userIdentity\":");
  out.append(call.identity).append(",\"eventTime\":\"");
  AppendTime(call.time, out);
  out.append("\",\"eventSource\":\"").append(action.service).append(".amazonaws.com\"");
  AppendMember("eventName", action.name, out);
  AppendMember("awsRegion", RegionOf(call), out);
  AppendMember("sourceIPAddress", call.address, out);
  AppendMember("userAgent", call.agent, out);
  AppendErrors(call, out);
  AppendBody(call, random, out);
  AppendIds(call, random, out);
  AppendBool("readOnly", action.read_only, out);
  if (!action.resources.empty()) {
    out += ",\"resources\":";
    action.resources.Append(call, random, out);
  }
  AppendMember("eventType", action.event_type, out);
  if (!action.api_version.empty()) AppendMember("apiVersion", action.api_version, out);
  AppendBool("managementEvent", !action.data, out);
  AppendMember("recipientAccountId", call.account, out);
  if (!call.shared_event_id.empty()) AppendMember("sharedEventID", call.shared_event_id, out);
  AppendMember("eventCategory", action.data ? "Data" : "Management", out);
  if (call.direct) AppendTls(call, out);
  if (call.console) AppendMember("sessionCredentialFromConsole", "true", out);
  out += '}';
}

}  // namespace sigrun::gen
