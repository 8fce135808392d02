/** One immutable sorted file. */
module dev.varve.sstable {
  requires transitive dev.varve.io;
  requires org.lz4.java;

  exports dev.varve.sstable;
  exports dev.varve.sstable.filter to
      dev.varve.engine;
}
