/** The write-ahead log. */
module dev.varve.wal {
  requires transitive dev.varve.io;
  requires static com.google.errorprone.annotations;

  exports dev.varve.wal;
}
