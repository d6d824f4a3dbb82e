# A static library that becomes part of libsigrun, which shows the public interface only.
function(sigrun_for_shared target)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# A folder that contains only links to the headers of <folder>, by their path from the top.
function(sigrun_include_root folder out)
  string(REPLACE "/" "_" name "${folder}")
  set(root ${CMAKE_BINARY_DIR}/include_roots/${name})
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
    ${CMAKE_SOURCE_DIR}/${folder}/*.h ${CMAKE_SOURCE_DIR}/${folder}/*.def)
  file(MAKE_DIRECTORY ${root}/${folder})
  file(GLOB_RECURSE links RELATIVE ${root} ${root}/*)
  foreach(link IN LISTS links)
    if(NOT link IN_LIST headers)
      file(REMOVE ${root}/${link})
    endif()
  endforeach()
  foreach(header IN LISTS headers)
    if(NOT EXISTS ${root}/${header})
      file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${header} ${root}/${header} SYMBOLIC)
    endif()
  endforeach()
  set(${out} ${root} PARENT_SCOPE)
endfunction()

# sigrun_library(<folder> SOURCES <files…> DEPS <targets…>)
#
# One folder, one static library. Its public include root contains only links to the folder's own
# headers, so a file can only include what its DEPS (and theirs) provide: an include of a higher
# layer does not compile. Folder a/b becomes the target sigrun_a_b.
function(sigrun_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  string(REPLACE "/" "_" target "sigrun_${folder}")
  sigrun_include_root(${folder} root)

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
endfunction()
