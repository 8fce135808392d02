/** The command line. */
module dev.varve.tools {
  requires dev.varve.dynamodb;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires HdrHistogram;
}
