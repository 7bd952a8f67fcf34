import type { ComponentProps } from "preact";
import { useMemo } from "preact/hooks";
import { Choice } from "../components/Choice";
import { historyOrders, type ImageOrder, imageOrders, orderImages } from "../figures/imageOrder";
import { strings } from "../strings";
import { ImagesPart } from "./ImagesPart";

/** Images with a choice of their order. */
export function OrderedImages(
  props: Omit<ComponentProps<typeof ImagesPart>, "ordered" | "order"> & {
    chosen: ImageOrder;
    choose: (order: ImageOrder) => void;
  },
) {
  const { answers, histories } = props;
  const words = strings.model.grid;
  const offered = imageOrders.filter((one) => histories || !historyOrders.includes(one));
  const order = offered.find((one) => one === props.chosen) ?? "loss";
  const ordered = useMemo(() => orderImages(order, answers, histories), [order, answers, histories]);
  return (
    <ImagesPart
      {...props}
      ordered={ordered}
      order={
        <Choice
          label={words.order}
          value={order}
          options={offered.map((one) => [one, words.orders[one]] as const)}
          onChange={props.choose}
        />
      }
    />
  );
}
