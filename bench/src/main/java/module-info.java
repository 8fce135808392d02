/** Benchmarks and their command line. */
module dev.varve.bench {
  requires dev.varve.io;
  requires dev.varve.wal;
  requires dev.varve.sstable;
  requires dev.varve.engine;
  requires dev.varve.dynamodb;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires HdrHistogram;
  requires jmh.core;
}
