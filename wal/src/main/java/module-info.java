/** The write-ahead log. */
module dev.varve.wal {
  requires transitive dev.varve.io;

  exports dev.varve.wal;
}
