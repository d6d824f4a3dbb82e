#include "runtime/alert/json_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text/number_text.h"

namespace sigrun::alert {
namespace {

using Json = nlohmann::ordered_json;

std::string QuotedText(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// JSON only has finite numbers.
std::string RealOrNull(double number) {
  return std::isfinite(number) ? NumberText(number) : "null";
}

class Writer {
 public:
  explicit Writer(size_t indent) : indent_(indent) {}
  std::string Take() { return std::move(out_); }

  void Write(const Json& json) {
    if (json.is_object()) return WriteAll(json, '{', '}', true);
    if (json.is_array()) return WriteAll(json, '[', ']', false);
    if (json.is_string())
      out_ += QuotedText(json.get_ref<const std::string&>());
    else if (json.is_number_float())
      out_ += RealOrNull(json.get<double>());
    else  // null, true, false, integers
      out_ += json.dump();
  }

 private:
  void WriteAll(const Json& json, char open, char close, bool keys) {
    out_ += open;
    ++depth_;
    for (auto item = json.begin(); item != json.end(); ++item) {
      if (item != json.begin()) out_ += ',';
      NewLine();
      if (keys) out_ += QuotedText(item.key()) + (indent_ > 0 ? ": " : ":");
      Write(*item);
    }
    --depth_;
    if (!json.empty()) NewLine();
    out_ += close;
  }

  void NewLine() {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(indent_ * depth_, ' ');
  }

  std::string out_;
  size_t indent_;
  size_t depth_ = 0;
};

}  // namespace

std::string JsonText(const Json& json, size_t indent) {
  Writer writer(indent);
  writer.Write(json);
  return writer.Take();
}

}  // namespace sigrun::alert
