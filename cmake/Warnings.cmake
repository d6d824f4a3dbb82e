# Warnings for the project's own code; third-party headers come in as SYSTEM.
add_library(sigrun_warnings INTERFACE)
target_compile_options(sigrun_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wswitch -Werror=switch -Werror=return-type)
# g++ 12 at -O3 sees overlaps in std::string (GCC bug 105329) and unset members of std::variant
# (105562) where there are none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(sigrun_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(SIGRUN_WERROR)
  target_compile_options(sigrun_warnings INTERFACE -Werror)
endif()
