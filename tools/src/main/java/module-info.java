/** The command line. */
module dev.varve.tools {
  requires dev.varve.dynamodb;
  requires dev.varve.formats;
  requires dev.varve.identity;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires HdrHistogram;
  requires java.net.http;
  requires org.jline.reader;
  requires org.jline.terminal;
}
