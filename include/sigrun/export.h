// What the shared library shows.
#pragma once

#if defined(__GNUC__)
#define SIGRUN_API __attribute__((visibility("default")))
#else
#define SIGRUN_API
#endif
