import { Icon, type IconName } from "./Icon";

/** A button with an icon. The label is also the tooltip. A disabled button can have the focus and does nothing. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  isDisabled?: boolean;
  className?: string;
  press: (event: MouseEvent) => void;
}) {
  const { label, isDisabled, className = "" } = props;
  return (
    <button
      type="button"
      class={`icon-button ${className}`.trim()}
      title={label}
      aria-label={label}
      aria-disabled={isDisabled}
      onClick={(event) => isDisabled || props.press(event)}
    >
      <Icon name={props.icon} />
    </button>
  );
}
