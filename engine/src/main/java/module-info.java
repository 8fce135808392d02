/** The ordered key-value store. */
module dev.varve.engine {
  requires transitive dev.varve.io;
  requires dev.varve.wal;
  requires dev.varve.sstable;

  exports dev.varve.engine.memtable to
      dev.varve.bench;
}
