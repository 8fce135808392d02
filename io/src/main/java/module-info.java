/** Files, memory, bytes, checksums and time behind interfaces. */
module dev.varve.io {
  exports dev.varve.io;
}
