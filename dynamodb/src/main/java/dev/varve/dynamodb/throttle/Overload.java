package dev.varve.dynamodb.throttle;

import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.ThrottlingReason;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.TableArns;
import java.util.List;
import java.util.Optional;

/** The service's errors of what is throttled, with their messages and reasons. */
public final class Overload {
  private static final String OF_TABLE =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";
  private static final String OF_INDEX =
      "The level of configured provisioned throughput for one or more global secondary indexes of"
          + " the table was exceeded. Consider increasing your provisioning level for the"
          + " under-provisioned global secondary indexes with the UpdateTable API.";
  private static final String ON_DEMAND =
      "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically"
          + " scaling your table or index so please try again shortly. If exceptions persist, check"
          + " if you have a hot key:"
          + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
  private static final String MAXIMUM =
      "Throughput exceeds the maximum OnDemandThroughput configured on table or index";

  private final Place place;

  /** Errors of the tables of a database. */
  public Overload(Place place) {
    this.place = place;
  }

  /**
   * The error of an operation.
   *
   * @param target whose throughput is exceeded, or its partition's
   * @param kind {@code Read} or {@code Write}
   */
  DynamoException error(ReadTarget target, String kind, Meter.Excess excess, boolean onDemand) {
    boolean ofIndex = target instanceof Index index && index.isGlobal();
    String cause =
        switch (excess) {
          case PROVISIONED -> "ProvisionedThroughputExceeded";
          case MAXIMUM -> "MaxOnDemandThroughputExceeded";
          case ON_DEMAND, PARTITION -> "KeyRangeThroughputExceeded";
        };
    List<ThrottlingReason> reasons =
        List.of(
            new ThrottlingReason(
                Optional.of((ofIndex ? "Index" : "Table") + kind + cause),
                Optional.of(arn(target, ofIndex))));
    if (!onDemand) {
      return new ProvisionedThroughputExceededException(ofIndex ? OF_INDEX : OF_TABLE, reasons);
    }
    return new ThrottlingException(excess == Meter.Excess.MAXIMUM ? MAXIMUM : ON_DEMAND, reasons);
  }

  /** The error of an operation that is throttled whatever is left of the target's throughput. */
  public DynamoException byFault(ReadTarget target, boolean read) {
    boolean onDemand = target.table().record().settings().isOnDemand();
    return error(
        target,
        read ? TokenThrottle.READ : TokenThrottle.WRITE,
        onDemand ? Meter.Excess.ON_DEMAND : Meter.Excess.PROVISIONED,
        onDemand);
  }

  private String arn(ReadTarget target, boolean ofIndex) {
    String tableArn = place.tableArn(target.table().name());
    return ofIndex ? TableArns.ofIndex(tableArn, ((Index) target).name()) : tableArn;
  }
}
