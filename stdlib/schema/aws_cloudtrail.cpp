#include "stdlib/schema/log_source.h"

namespace sigrun::stdlib {
namespace {

constexpr bool kOptional = true;
constexpr bool kRequired = false;

constexpr FieldInfo kFields[] = {
#define SIGRUN_FIELD(path, type, optional, since, doc) {path, type, optional, since, doc},
#include "stdlib/schema/aws_cloudtrail.def"
#undef SIGRUN_FIELD
};

}  // namespace

LogSource AwsCloudtrail() {
  return {
      .schema = Schema("aws.cloudtrail", kFields, Schema::Others::kErrors),
      .doc = "AWS CloudTrail: who called which AWS API, in any envelope it is delivered in.",
      .reader = "cloudtrail",
      .keys = {"eventName", "eventSource"},
      // Of an aggregated event the end of the time that it is about; what a log shipper noted where
      // the time is missing.
      .time = {"eventTime", "@timestamp", "timeWindow.windowEnd"},
      .id = {"eventID", "eventId"},
      .arrays = {"resources", "requestParameters", "responseElements", "insightDetails"},
      .sigma = {.product = "aws",
                .service = "cloudtrail",
                .product_also = {"amazon", "amazonaws", "amazon_web_services", "aws_cloud"}},
  };
}

}  // namespace sigrun::stdlib
