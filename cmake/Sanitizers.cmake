if(SIGRUN_SANITIZE)
  add_compile_options(-fsanitize=${SIGRUN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SIGRUN_SANITIZE})
endif()
