// One API call that will become a record: all contents of the record that do not come from the
// action itself. A Call owns nothing; what it points to must outlive its writing.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun::gen {

struct Action;

struct Call {
  const Action* action = nullptr;
  Timestamp time;             // whole seconds are written
  std::string_view identity;  // the userIdentity object, ready to write
  std::string_view actor;     // its ARN, for messages
  std::string_view user;      // user or role name
  std::string_view account;   // recipientAccountId
  std::string_view region;
  std::string_view address;  // sourceIPAddress
  std::string_view agent;
  std::string_view event_id;          // empty: draw one
  std::string_view shared_event_id;   // empty: none
  std::string_view resource;          // bucket, table, role name, …, depending on the action
  std::string_view resource_account;  // that owns it
  std::string_view resource_path;     // of a role
  std::string_view key;               // of an S3 object
  std::string_view session;           // requested role session name
  std::string_view new_key;           // access key id that the call returns
  std::string_view error_code;        // empty: success
  std::string_view error_message;
  int64_t bytes_out = -1;     // of an S3 read; -1: draw one
  bool console = false;       // sessionCredentialFromConsole
  bool direct = true;         // over TLS from outside: there are tlsDetails
  bool mfa = true;            // MFAUsed of a console login
  bool null_request = false;  // requestParameters is null, as when acting on oneself
};

}  // namespace sigrun::gen
