# A static library that becomes part of libsigrun, which shows the public interface only.
function(sigrun_for_shared target)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# sigrun_include_root(<name> <headers…>): ${root} becomes a folder that contains only links to the
# headers, by their path from the top.
function(sigrun_include_root name)
  string(REPLACE "/" "_" name "${name}")
  set(root ${CMAKE_BINARY_DIR}/include_roots/${name})
  file(GLOB_RECURSE links RELATIVE ${root} ${root}/*)
  foreach(link IN LISTS links)
    if(NOT link IN_LIST ARGN)
      file(REMOVE ${root}/${link})
    endif()
  endforeach()
  foreach(header IN LISTS ARGN)
    if(NOT EXISTS ${root}/${header})
      cmake_path(GET header PARENT_PATH folder)
      file(MAKE_DIRECTORY ${root}/${folder})
      file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${header} ${root}/${header} SYMBOLIC)
    endif()
  endforeach()
  set(root ${root} PARENT_SCOPE)
endfunction()

# sigrun_headers(<folder> <out>): the folder's headers and tables, by their path from the top.
function(sigrun_headers folder out)
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
    ${CMAKE_SOURCE_DIR}/${folder}/*.h ${CMAKE_SOURCE_DIR}/${folder}/*.def)
  set(${out} ${headers} PARENT_SCOPE)
endfunction()

# sigrun_library(<folder> [PUBLIC <headers…>] SOURCES <files…> DEPS <targets…>)
#
# One folder, one static library. Its public include root contains only links to the folder's own
# headers, so a file can only include what its DEPS (and theirs) provide: an include of a higher
# layer does not compile. With PUBLIC, only those headers are public: the others are for the folder's
# own sources. Folder a/b becomes the target sigrun_a_b.
function(sigrun_library folder)
  cmake_parse_arguments(ARG "" "" "PUBLIC;SOURCES;DEPS" ${ARGN})
  string(REPLACE "/" "_" target "sigrun_${folder}")
  sigrun_headers(${folder} headers)
  set(public ${headers})
  if(ARG_PUBLIC)
    list(TRANSFORM ARG_PUBLIC PREPEND ${folder}/ OUTPUT_VARIABLE public)
    foreach(header IN LISTS public)
      if(NOT header IN_LIST headers)
        message(FATAL_ERROR "${folder}: there is no ${header} to be public")
      endif()
    endforeach()
  endif()
  sigrun_include_root(${folder} ${public})

  if(ARG_SOURCES)
    list(TRANSFORM ARG_SOURCES REPLACE "^([^/].*)$" "${CMAKE_SOURCE_DIR}/${folder}/\\1")
    add_library(${target} STATIC ${ARG_SOURCES})
    sigrun_for_shared(${target})
    target_include_directories(${target} PUBLIC ${root})
    target_link_libraries(${target} PUBLIC ${ARG_DEPS} PRIVATE sigrun_warnings)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${root})
    target_link_libraries(${target} INTERFACE ${ARG_DEPS})
  endif()

  list(REMOVE_ITEM headers ${public})
  if(headers)
    sigrun_include_root(${folder}-private ${headers})
    target_include_directories(${target} PRIVATE ${root})
  endif()
endfunction()
