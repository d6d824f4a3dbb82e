// Marks the public symbols of the shared library.
#pragma once

#if defined(__GNUC__)
#define SIGRUN_API __attribute__((visibility("default")))
#else
#define SIGRUN_API
#endif
