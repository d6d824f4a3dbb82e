// The catalogue of API actions and the form of their records. One row is one action; noise and
// incident refer to a row by "service:Name".
#pragma once

#include <string>
#include <string_view>

#include "gen/template/template.h"

namespace sigrun::gen {

struct Action {
  std::string_view service;      // s3, as in s3.amazonaws.com
  std::string_view name;         // eventName
  std::string_view api_version;  // may be empty
  std::string_view event_type;   // AwsApiCall, …
  bool read_only;
  bool data;                    // a data event, else a management event
  bool global;                  // recorded in us-east-1, whatever region was called
  Template request;             // JSON
  Template response;            // JSON, of a successful call
  Template additional;          // additionalEventData; empty: none
  Template resources;           // empty: none
  std::string_view error_code;  // an error that a healthy client gets occasionally; may be empty
  std::string_view error_message;
};

// "s3:GetObject". The action must exist; the reference stays valid.
const Action& FindAction(std::string_view service_and_name);

}  // namespace sigrun::gen
