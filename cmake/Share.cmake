# The files next to the program: the build has the layout of an installation, so that the program
# finds its rules in ../share/sigrun/rules wherever it is.
include(GNUInstallDirs)

# sigrun_share(<prefix>): a link to the rules, as if the program were installed in <prefix>. It is
# relative if the project may be moved as a whole.
function(sigrun_share prefix)
  set(rules ${CMAKE_SOURCE_DIR}/rules)
  cmake_path(IS_PREFIX CMAKE_SOURCE_DIR "${prefix}" inside)
  if(inside)
    file(RELATIVE_PATH rules ${prefix}/share/sigrun ${rules})
  endif()
  file(MAKE_DIRECTORY ${prefix}/share/sigrun)
  file(CREATE_LINK ${rules} ${prefix}/share/sigrun/rules SYMBOLIC)
endfunction()

sigrun_share(${CMAKE_BINARY_DIR})
if(SIGRUN_PROGRAM_FOLDER)
  cmake_path(GET SIGRUN_PROGRAM_FOLDER PARENT_PATH prefix)
  sigrun_share(${prefix})
endif()

# The program prints its manual page and its completions.
function(sigrun_printed file)
  add_custom_command(OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:sigrun> "-DARGUMENTS=${ARGN}" -DOUTPUT=${file}
      -P ${CMAKE_SOURCE_DIR}/cmake/Print.cmake
    DEPENDS sigrun ${CMAKE_SOURCE_DIR}/cmake/Print.cmake COMMENT "Printing ${file}" VERBATIM)
endfunction()
set(printed ${CMAKE_BINARY_DIR}/share/printed)
sigrun_printed(${printed}/sigrun.1 man)
sigrun_printed(${printed}/sigrun.bash completion bash)
sigrun_printed(${printed}/_sigrun completion zsh)
sigrun_printed(${printed}/sigrun.fish completion fish)
add_custom_target(sigrun_printed ALL
  DEPENDS ${printed}/sigrun.1 ${printed}/sigrun.bash ${printed}/_sigrun ${printed}/sigrun.fish)

set(share ${CMAKE_INSTALL_DATADIR})
# The program searches for its rules relative to its own location.
if(NOT "${CMAKE_INSTALL_BINDIR}/../${share}" STREQUAL "bin/../share")
  message(FATAL_ERROR "sigrun finds its rules in ../share: install to bin and share of one prefix")
endif()
install(TARGETS sigrun RUNTIME)
install(DIRECTORY rules DESTINATION ${share}/sigrun)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${printed}/sigrun.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${printed}/sigrun.bash DESTINATION ${share}/bash-completion/completions RENAME sigrun)
install(FILES ${printed}/_sigrun DESTINATION ${share}/zsh/site-functions)
install(FILES ${printed}/sigrun.fish DESTINATION ${share}/fish/vendor_completions.d)
