/** One immutable sorted file. */
module dev.varve.sstable {
  requires transitive dev.varve.io;
  requires org.lz4.java;
  requires static com.google.errorprone.annotations;

  exports dev.varve.sstable;
  exports dev.varve.sstable.filter to
      dev.varve.engine;
}
