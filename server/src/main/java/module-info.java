/** DynamoDB's HTTP endpoint in front of Varve's databases. */
module dev.varve.server {
  requires transitive dev.varve.dynamodb;
  requires transitive dev.varve.protocol;
  requires dev.varve.identity;
  requires dev.varve.watch;
  requires info.picocli;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires transitive io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires static com.google.errorprone.annotations;

  exports dev.varve.server;
  exports dev.varve.server.admin;
  exports dev.varve.server.http;

  opens dev.varve.server to
      info.picocli;
}
