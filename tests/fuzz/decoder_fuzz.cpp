// Decodes any bytes, whole and in pieces, with remembered shapes and without: the calls must be the
// same and well-formed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "runtime/event/decoder.h"

namespace {

using namespace sigrun;

// Records the calls as text; reads the text of values, so that a bad pointer is detected.
class Recorder final : public event::Handler {
 public:
  void OnEvent(const event::Event& event) override {
    log += (event.carrier ? "carrying " : "event ") + std::to_string(event.time.micros) + " " +
           std::string(event.id) + " " + std::to_string(event.origin.record);
    for (const Value& value : event.slots) Add(value);
    log += "\n";
  }
  void OnReject(const event::Reject& reject) override {
    log += "reject " + std::string(event::Name(reject.reason)) + " " +
           std::to_string(reject.origin.record) + "\n";
  }
  void OnNotEvent(const event::NotEvent& other) override {
    log += "other " + std::string(event::Name(other.kind)) + "\n";
  }
  void OnCarrier() override { log += "carrier\n"; }
  std::string log;

 private:
  void Add(const Value& value) {
    if (value.kind == Kind::kString || value.kind == Kind::kObject)
      log += " " + std::string(value.text());
    if (value.kind == Kind::kList)
      for (uint32_t i = 0; i < value.size; ++i) Add(value.items[i]);
  }
};

std::string Decode(std::string_view bytes, size_t piece, event::Payloads payloads,
                   bool remember_shapes = true) {
  event::Layout layout;
  layout.payloads = payloads;
  layout.slots = {{{"eventName"}},
                  {{"userIdentity", "arn"}},
                  {{"requestParameters"}},
                  {{"resources", "ARN"}},
                  {{}}};
  layout.sources = {{"aws.cloudtrail", "cloudtrail", {}, {{"eventTime"}}, {{"eventID"}}},
                    {"json", "", {}, {}, {}}};
  layout.accept_any = true;
  Recorder recorder;
  event::Limits limits;
  limits.remember_shapes = remember_shapes;
  event::Decoder decoder(layout, limits, recorder);
  decoder.Begin(0);
  for (size_t at = 0; at < bytes.size(); at += piece) decoder.Feed(bytes.substr(at, piece));
  decoder.End();
  return recorder.log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto payloads : {event::Payloads::kAuto, event::Payloads::kAlways}) {
    const std::string whole = Decode(bytes, size + 1, payloads);
    if (Decode(bytes, 1 + size / 3, payloads) != whole) std::abort();
    if (Decode(bytes, size + 1, payloads, false) != whole) std::abort();
  }
  return 0;
}
