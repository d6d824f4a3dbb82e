# Writes the output of a program to a file: cmake -DPROGRAM=… -DARGUMENTS=… -DOUTPUT=… -P Print.cmake
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} OUTPUT_FILE "${OUTPUT}.new" COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
