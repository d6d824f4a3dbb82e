if(SIGRUN_SANITIZE)
  add_compile_options(-fsanitize=${SIGRUN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SIGRUN_SANITIZE})
endif()
# Coverage instrumentation for the fuzzers, in every library they link.
if(SIGRUN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
