/** Files of items in other forms than JSON, and zstd. */
module dev.varve.formats {
  requires transitive dev.varve.api;
  requires com.amazon.ion;
  requires com.github.luben.zstd_jni;

  exports dev.varve.formats;
  exports dev.varve.formats.csv;
  exports dev.varve.formats.export;
  exports dev.varve.formats.ion;
  exports dev.varve.formats.zstd;
}
