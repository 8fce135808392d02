/** What an operator sees of a running server: figures, an access log, events, health. */
module dev.varve.watch {
  requires transitive dev.varve.protocol;
  requires transitive dev.varve.dynamodb;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires io.prometheus.metrics.model;
  requires transitive jdk.jfr;
  requires jdk.management; // for Micrometer, which has no descriptor that says so
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;

  exports dev.varve.watch;

  provides ch.qos.logback.classic.spi.Configurator with
      dev.varve.watch.logging.QuietLogging;
}
