# Warnings for the project's own code; third-party headers come in as SYSTEM.
add_library(sigrun_warnings INTERFACE)
target_compile_options(sigrun_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wswitch -Werror=switch -Werror=return-type)
if(SIGRUN_WERROR)
  target_compile_options(sigrun_warnings INTERFACE -Werror)
endif()
