# Writes OUTPUT, a C++ file that holds each of the .sgr FILES below ROOT as a raw string.
#   cmake -DROOT=… -DOUTPUT=… -P Embed.cmake
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/*.sgr)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  file(READ ${ROOT}/${file} text)
  string(REGEX REPLACE "\\.sgr$" "" module ${file})
  string(REPLACE "/" "." module ${module})
  # Compilers warn about long string literals: split them.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND pieces "R\"~~~(${piece})~~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  string(APPEND rows "    {\"${module}\", ${pieces}},\n")
endforeach()
file(WRITE ${OUTPUT}.new "// Made by cmake/Embed.cmake.
#include \"stdlib/prelude/prelude.h\"

#include <map>

namespace sigrun::stdlib {
namespace {

const std::map<std::string, std::string_view, std::less<>>& Texts() {
  static const std::map<std::string, std::string_view, std::less<>> texts = {
${rows}  };
  return texts;
}

}  // namespace

std::string_view PreludeText(std::string_view module) {
  const auto found = Texts().find(module);
  return found == Texts().end() ? std::string_view() : found->second;
}

const std::vector<std::string>& PreludeModules() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, text] : Texts()) all.push_back(name);
    return all;
  }();
  return names;
}

}  // namespace sigrun::stdlib
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
