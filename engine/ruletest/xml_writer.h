// Writes XML that is well-formed for every text: characters that XML cannot contain, or that a
// terminal or a CI service would interpret, are written out.
#pragma once

#include <libxml/xmlwriter.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sigrun::engine {

class XmlWriter {
 public:
  XmlWriter();
  ~XmlWriter();
  XmlWriter(const XmlWriter&) = delete;
  XmlWriter& operator=(const XmlWriter&) = delete;

  void Begin(const char* element);
  void Attribute(const char* name, std::string_view value);
  // A line for each.
  void Lines(const std::vector<std::string>& lines);
  void End();
  // The document, with everything closed.
  std::string Finish();

 private:
  xmlBufferPtr buffer_;
  xmlTextWriterPtr writer_;
};

}  // namespace sigrun::engine
