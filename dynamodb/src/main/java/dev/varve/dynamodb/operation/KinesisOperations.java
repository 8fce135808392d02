package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestination;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestinationResult;
import dev.varve.dynamodb.api.DestinationStatus;
import dev.varve.dynamodb.api.EnableKinesisStreamingConfiguration;
import dev.varve.dynamodb.api.KinesisStreamingDestinationInput;
import dev.varve.dynamodb.api.KinesisStreamingDestinationOutput;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestination;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestinationResult;
import dev.varve.dynamodb.kinesis.Destinations;
import dev.varve.dynamodb.kinesis.KinesisRefusals;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.table.Tables;
import java.io.IOException;

/** The operations on Kinesis streaming destinations. */
final class KinesisOperations {
  private final Tables tables;
  private final Destinations destinations;

  KinesisOperations(Services services) {
    this.tables = services.tables();
    this.destinations = services.destinations();
  }

  KinesisStreamingDestinationOutput enable(KinesisStreamingDestinationInput request)
      throws IOException {
    EnableKinesisStreamingConfiguration asked = request.enableKinesisStreamingConfiguration();
    ApproximateCreationDateTimePrecision precision =
        asked == null || asked.approximateCreationDateTimePrecision() == null
            ? ApproximateCreationDateTimePrecision.MILLISECOND
            : asked.approximateCreationDateTimePrecision();
    destinations.enable(request.tableName(), request.streamArn(), precision);
    return output(request, DestinationStatus.ENABLING, precision);
  }

  KinesisStreamingDestinationOutput disable(KinesisStreamingDestinationInput request)
      throws IOException {
    ApproximateCreationDateTimePrecision precision =
        destinations.disable(request.tableName(), request.streamArn());
    return output(request, DestinationStatus.DISABLING, precision);
  }

  private static KinesisStreamingDestinationOutput output(
      KinesisStreamingDestinationInput request,
      DestinationStatus status,
      ApproximateCreationDateTimePrecision precision) {
    return KinesisStreamingDestinationOutput.builder()
        .tableName(TableArns.name(request.tableName()))
        .streamArn(request.streamArn())
        .destinationStatus(status)
        .enableKinesisStreamingConfiguration(
            EnableKinesisStreamingConfiguration.builder()
                .approximateCreationDateTimePrecision(precision)
                .build())
        .build();
  }

  UpdateKinesisStreamingDestinationResult update(UpdateKinesisStreamingDestination request)
      throws IOException {
    if (request.updateKinesisStreamingConfiguration() == null
        || request.updateKinesisStreamingConfiguration().approximateCreationDateTimePrecision()
            == null) {
      throw KinesisRefusals.emptyUpdate();
    }
    destinations.update(
        request.tableName(),
        request.streamArn(),
        request.updateKinesisStreamingConfiguration().approximateCreationDateTimePrecision());
    return UpdateKinesisStreamingDestinationResult.builder()
        .tableName(TableArns.name(request.tableName()))
        .streamArn(request.streamArn())
        .destinationStatus(DestinationStatus.UPDATING)
        .updateKinesisStreamingConfiguration(request.updateKinesisStreamingConfiguration())
        .build();
  }

  DescribeKinesisStreamingDestinationResult describe(DescribeKinesisStreamingDestination request) {
    String name = TableArns.name(request.tableName());
    Table table = tables.present(name).orElseThrow(() -> Refusals.noTable(name));
    return DescribeKinesisStreamingDestinationResult.builder()
        .tableName(table.name())
        .kinesisDataStreamDestinations(destinations.describe(table))
        .build();
  }
}
