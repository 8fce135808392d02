package dev.varve.protocol;

import dev.varve.dynamodb.api.DescribeEndpoints;
import dev.varve.dynamodb.api.DescribeEndpointsResult;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.Endpoint;
import dev.varve.dynamodb.api.ForwardingDynamoDb;
import java.io.IOException;
import java.util.Optional;

/** A database whose one endpoint is the host that the caller turned to. */
final class HostEndpoint extends ForwardingDynamoDb {
  private static final long CACHE_PERIOD_MINUTES = 1440;

  private final DynamoDb database;
  private final Optional<String> host;

  HostEndpoint(DynamoDb database, Optional<String> host) {
    this.database = database;
    this.host = host;
  }

  @Override
  protected DynamoDb operations() {
    return database;
  }

  @Override
  public DescribeEndpointsResult describeEndpoints(DescribeEndpoints request) throws IOException {
    if (host.isEmpty()) { // HTTP/1.0
      return super.describeEndpoints(request);
    }
    return DescribeEndpointsResult.builder()
        .endpoints(new Endpoint(host.get(), CACHE_PERIOD_MINUTES))
        .build();
  }
}
