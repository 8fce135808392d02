/** Files, memory, bytes, checksums and time behind interfaces. */
module dev.varve.io {
  requires java.management;
  requires jdk.management;

  exports dev.varve.io;
}
