package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.DescribeTimeToLiveResult;
import dev.varve.dynamodb.api.TimeToLiveDescription;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.api.UpdateTimeToLiveResult;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import dev.varve.dynamodb.definition.TimeToLiveUpdate;
import dev.varve.dynamodb.expiry.Sweeper;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.value.Encodable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The operations on times to live. */
public final class TimeToLiveOperations {
  private final Services services;
  private final Sweeper sweeper;
  private final Duration changeInterval;
  private final Duration transition;

  /**
   * The operations of a database.
   *
   * @param changeInterval how long after a change the next is refused
   * @param transition how long after a change it is shown as under way, at least
   */
  public TimeToLiveOperations(
      Services services, Sweeper sweeper, Duration changeInterval, Duration transition) {
    this.services = services;
    this.sweeper = sweeper;
    this.changeInterval = changeInterval;
    this.transition = transition;
  }

  UpdateTimeToLiveResult update(UpdateTimeToLive request) throws IOException {
    Encodable.check(request.timeToLiveSpecification().attributeName());
    services
        .control()
        .update(
            TableArns.name(request.tableName()),
            table ->
                TimeToLiveUpdate.of(
                    table.timeToLive(),
                    request.timeToLiveSpecification(),
                    services.clock().epochMillis(),
                    changeInterval));
    sweeper.start();
    return new UpdateTimeToLiveResult(Optional.of(request.timeToLiveSpecification()));
  }

  DescribeTimeToLiveResult describe(DescribeTimeToLive request) {
    String name = TableArns.name(request.tableName());
    Table table = services.tables().present(name).orElseThrow(() -> Refusals.noTable(name));
    TimeToLiveDescription.Builder out = TimeToLiveDescription.builder();
    TimeToLiveRecord record = table.record().timeToLive().orElse(null);
    if (record == null) {
      out.timeToLiveStatus(TimeToLiveStatus.DISABLED);
    } else {
      TimeToLiveStatus status = status(record);
      out.timeToLiveStatus(status)
          .attributeName(status == TimeToLiveStatus.DISABLED ? null : record.attribute());
    }
    return new DescribeTimeToLiveResult(Optional.of(out.build()));
  }

  private TimeToLiveStatus status(TimeToLiveRecord record) {
    boolean isRecent =
        TimeToLiveUpdate.isRecent(record, services.clock().epochMillis(), transition);
    return switch (record.status()) {
      case BUILDING -> TimeToLiveStatus.ENABLING;
      case ENABLED -> isRecent ? TimeToLiveStatus.ENABLING : TimeToLiveStatus.ENABLED;
      case DISABLED -> isRecent ? TimeToLiveStatus.DISABLING : TimeToLiveStatus.DISABLED;
    };
  }
}
