/** The soak: everything together for a long time, beside a model. */
module dev.varve.soak {
  requires dev.varve.dynamodb;
  requires dev.varve.server;
  requires info.picocli;

  opens dev.varve.soak to
      info.picocli;
}
