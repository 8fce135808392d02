/** Files, memory, bytes, checksums and time behind interfaces. */
module dev.varve.io {
  requires static com.google.errorprone.annotations;

  exports dev.varve.io;
}
