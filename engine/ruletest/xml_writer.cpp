#include "engine/ruletest/xml_writer.h"

#include "base/check.h"
#include "base/text/ci_command.h"
#include "base/text/visible.h"

namespace sigrun::engine {
namespace {

const xmlChar* Xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const xmlChar* Xml(const std::string& text) { return Xml(text.c_str()); }

// Only memory can run out.
void Check(int result) { SIGRUN_CHECK(result >= 0); }

// "##" begins commands of CI services; in XML it only occurs in text.
std::string WithoutCommands(std::string_view xml) {
  std::string out;
  out.reserve(xml.size());
  for (const char c : xml)
    if (c == '#' && out.ends_with('#'))
      out += "&#35;";
    else
      out += c;
  return out;
}

}  // namespace

XmlWriter::XmlWriter() : buffer_(xmlBufferCreate()), writer_(xmlNewTextWriterMemory(buffer_, 0)) {
  SIGRUN_CHECK(buffer_ != nullptr && writer_ != nullptr);
  Check(xmlTextWriterSetIndent(writer_, 1));
  Check(xmlTextWriterSetIndentString(writer_, Xml("  ")));
  Check(xmlTextWriterStartDocument(writer_, "1.0", "UTF-8", nullptr));
}

XmlWriter::~XmlWriter() {
  xmlFreeTextWriter(writer_);
  xmlBufferFree(buffer_);
}

void XmlWriter::Begin(const char* element) {
  Check(xmlTextWriterStartElement(writer_, Xml(element)));
}

void XmlWriter::Attribute(const char* name, std::string_view value) {
  Check(xmlTextWriterWriteAttribute(writer_, Xml(name), Xml(Visible(value))));
}

void XmlWriter::Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + Visible(line);
  Check(xmlTextWriterWriteString(writer_, Xml(CiCommandFilter().Pass(text))));
}

void XmlWriter::End() { Check(xmlTextWriterEndElement(writer_)); }

std::string XmlWriter::Finish() {
  Check(xmlTextWriterEndDocument(writer_));
  return WithoutCommands({reinterpret_cast<const char*>(xmlBufferContent(buffer_)),
                          static_cast<size_t>(xmlBufferLength(buffer_))});
}

}  // namespace sigrun::engine
