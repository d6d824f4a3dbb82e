# sigrun_antlr_library(<target> LEXER <file.g4> PARSER <file.g4> NAMESPACE <namespace>)
#
# Generates C++ from a lexer and a parser grammar at build time, into the build tree, and makes a
# static library of it. Written for Debian 12's pair: tool 4.7.2, runtime 4.9.
find_program(ANTLR4_TOOL NAMES antlr4 REQUIRED)
find_path(ANTLR4_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY antlr4-runtime REQUIRED)

# The runtime's umbrella header without the one header that clang 14 rejects; nothing here needs it.
function(sigrun_antlr_umbrella out)
  file(READ ${ANTLR4_INCLUDE}/antlr4-runtime.h text)
  string(REGEX REPLACE "#include \"misc/InterpreterDataReader.h\"[^\n]*\n" "" text "${text}")
  file(CONFIGURE OUTPUT ${out} CONTENT "${text}" @ONLY)
endfunction()

function(sigrun_antlr_library target)
  cmake_parse_arguments(ARG "" "LEXER;PARSER;NAMESPACE" "" ${ARGN})
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/generated)
  set(lexer ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_LEXER})
  set(parser ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_PARSER})
  get_filename_component(lexer_name ${ARG_LEXER} NAME_WE)
  get_filename_component(parser_name ${ARG_PARSER} NAME_WE)
  set(flags -Dlanguage=Cpp -no-visitor -no-listener -package ${ARG_NAMESPACE}
      -encoding utf8 -Werror -o ${dir})
  sigrun_antlr_umbrella(${dir}/antlr4-runtime.h)

  # Sequential: the parser needs the .tokens of the lexer.
  add_custom_command(
    OUTPUT ${dir}/${lexer_name}.cpp ${dir}/${lexer_name}.h ${dir}/${lexer_name}.tokens
    COMMAND ${ANTLR4_TOOL} ${flags} ${lexer}
    DEPENDS ${lexer} COMMENT "Generating ${lexer_name}" VERBATIM)
  add_custom_command(
    OUTPUT ${dir}/${parser_name}.cpp ${dir}/${parser_name}.h
    COMMAND ${ANTLR4_TOOL} ${flags} -lib ${dir} ${parser}
    DEPENDS ${parser} ${dir}/${lexer_name}.tokens COMMENT "Generating ${parser_name}" VERBATIM)

  add_library(${target} STATIC ${dir}/${lexer_name}.cpp ${dir}/${parser_name}.cpp)
  # The generated code has u8"" literals in char arrays: it is C++17.
  set_target_properties(${target} PROPERTIES CXX_STANDARD 17 CXX_CLANG_TIDY "")
  target_compile_options(${target} PRIVATE -w)
  # The folder of the umbrella comes first, to hide the runtime's own.
  target_include_directories(${target} SYSTEM PUBLIC ${dir} ${ANTLR4_INCLUDE})
  target_link_libraries(${target} PUBLIC ${ANTLR4_LIBRARY})
endfunction()
