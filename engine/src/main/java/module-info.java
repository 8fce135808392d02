/** The ordered key-value store. */
module dev.varve.engine {
  requires transitive dev.varve.io;
  requires dev.varve.wal;
  requires transitive dev.varve.sstable;
  requires transitive org.agrona;
  requires static com.google.errorprone.annotations;

  exports dev.varve.engine;
  exports dev.varve.engine.event;
}
